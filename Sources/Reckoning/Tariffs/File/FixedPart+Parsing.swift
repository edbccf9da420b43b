import CheckedYAML

extension FixedPart {
    /// - Returns: `nil` after saying what is wrong.
    init?(_ node: CheckedMapping) {
        var node = node
        let methods = Method.allCases.map(\.rawValue).joined(separator: ", ")
        let method = node.required("metode", allowed: methods) { Method(rawValue: $0) }
        let includes = node.value("terskel_inkludert", allowed: "true, false, null", Self.truth)
        let items = node.mappings("terskler", longest: 200) ?? []
        let steps = items.compactMap(FixedStep.init)
        node.end()
        guard let method, steps.count == items.count else { return nil }
        if method != .unknown {
            if items.isEmpty {
                node.mistake("missing; a list of terskel and pris, the first from 0", at: "terskler")
                return nil
            }
            if includes == nil {
                node.warn(
                    "not said whether a bound belongs to the step above it; taken as true",
                    at: "terskel_inkludert"
                )
            }
        }
        Self.check(steps, items)
        self.init(method: method, includesLowerBound: includes, steps: steps)
    }

    private static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    private static func check(_ steps: [FixedStep], _ items: [CheckedMapping]) {
        if let first = steps.first, first.lowerThousandths != 0 {
            items[0].mistake("the first step begins at 0", at: "terskel")
        }
        for index in steps.indices.dropFirst() {
            let (below, step) = (steps[index - 1], steps[index])
            if step.lowerThousandths <= below.lowerThousandths {
                items[index].mistake("not above the one before it; bounds rise", at: "terskel")
            }
            if step.yearlyMicroNOK < below.yearlyMicroNOK {
                items[index].warn("lower than that of the step before it; taken as it stands", at: "pris")
            }
        }
    }
}

extension FixedStep {
    fileprivate init?(_ node: CheckedMapping) {
        var node = node
        let bound = node.required(
            "terskel",
            allowed: "a bound in kW or A from 0 to 10000, with up to 3 decimals"
        ) {
            DecimalText.units($0, decimals: 3, in: 0...FixedStep.largestBound)
        }
        let price = node.required("pris", allowed: FilePrice.yearWords, FilePrice.year)
        node.end()
        guard let bound, let price else { return nil }
        self.init(lowerThousandths: bound, yearlyMicroNOK: price)
    }
}
