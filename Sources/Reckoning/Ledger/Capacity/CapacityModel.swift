public import Civil

/// How a grid company comes from hours to the fixed part of its tariff.
public struct CapacityModel: Sendable, Hashable {
    public enum Method: Sendable, Hashable {
        /// The mean of the month's so many highest daily maxima, on as many different days: three with 68 of 73 companies.
        case meanOfDailyMaxima(count: Int)
        /// The month's highest hour.
        case monthlyMaximum
        /// The mean of the so many highest weekly peaks of twelve months, each weighted by its season.
        case weightedWeeklyPeaks(count: Int, SeasonWeights)
        /// The size of the main fuse: no hour changes it.
        case mainFuse
        /// Not known: nothing is said about steps.
        case unknown
    }

    public let method: Method
    /// `nil` where no hour decides, or nobody knows how.
    public let steps: CapacitySteps?

    private init(_ method: Method, _ steps: CapacitySteps?) {
        self.method = method
        self.steps = steps
    }

    /// - Parameter count: how many days count, 1 to 31.
    public static func meanOfDailyMaxima(count: Int = 3, _ steps: CapacitySteps) -> CapacityModel {
        CapacityModel(.meanOfDailyMaxima(count: min(max(count, 1), 31)), steps)
    }

    public static func monthlyMaximum(_ steps: CapacitySteps) -> CapacityModel {
        CapacityModel(.monthlyMaximum, steps)
    }

    /// - Parameter count: how many weeks count, 1 to 52.
    public static func weightedWeeklyPeaks(
        count: Int = 5,
        _ weights: SeasonWeights,
        _ steps: CapacitySteps
    ) -> CapacityModel {
        CapacityModel(.weightedWeeklyPeaks(count: min(max(count, 1), 52), weights), steps)
    }

    public static let mainFuse = CapacityModel(.mainFuse, nil)
    public static let unknown = CapacityModel(.unknown, nil)

    /// What 26 of Norway's 73 grid companies have.
    public static let common = meanOfDailyMaxima(.common)
}

/// What a peak counts for in each month, in per cent.
public struct SeasonWeights: Sendable, Hashable {
    /// January to December, each 1...100.
    public let percent: [Int]

    /// - Returns: `nil` unless there are twelve, each 1...100.
    public init?(percent: [Int]) {
        guard percent.count == 12, percent.allSatisfy((1...100).contains) else { return nil }
        self.percent = percent
    }

    private init(unchecked percent: [Int]) {
        self.percent = percent
    }

    subscript(month: LocalMonth) -> Int { percent[(month.month - 1) % 12] }

    /// Fjellnett's, from its own pages: "Nettleiepriser for privatkunder fra 1.1.2026" and "Nettleieforklaring og
    /// fellesbestemmelser" of 2023 (fjellnett.no), which agree. A week that begins in one month and ends in the next has the
    /// weight of its Monday. Nobody else is known to use the method.
    public static let fjellnett = SeasonWeights(
        unchecked: [100, 100, 85, 50, 30, 25, 25, 25, 30, 45, 70, 95]
    )
}

/// Which model holds when: a tariff may change on the first of any month.
public struct CapacitySchedule: Sendable, Hashable {
    private let before: CapacityModel
    private let models: [Dated]

    /// A model and the first month that it holds in.
    public struct Dated: Sendable, Hashable {
        public var from: LocalMonth
        public var model: CapacityModel

        public init(from: LocalMonth, model: CapacityModel) {
            self.from = from
            self.model = model
        }
    }

    /// One model, always.
    public init(_ model: CapacityModel) {
        before = model
        models = []
    }

    /// Each model until the next one; the last has no end, and before the first nothing is known.
    public init(_ models: [Dated]) {
        before = .unknown
        self.models = models.sorted { $0.from < $1.from }
    }

    public static let common = CapacitySchedule(.common)

    public func model(in month: LocalMonth) -> CapacityModel {
        models.last { $0.from <= month }?.model ?? before
    }
}
