import CLibFuzzer
import FuzzEntries
import Glibc

// fuzz TARGET [libFuzzer's arguments]: `Fuzzing/run` calls it. With files instead of folders it feeds those and ends.

/// Which entry the bytes go to; libFuzzer's callback has no room for a context.
enum Chosen {
    static let target: FuzzTarget? = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init)
}

guard let target = Chosen.target else {
    print("usage: fuzz TARGET …; targets: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
    exit(2)
}

// libFuzzer is not to take the target's name for a corpus.
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
arguments?[1] = arguments?[0]
arguments = arguments?.advanced(by: 1)
var count = CommandLine.argc - 1

exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        let input = Array(UnsafeBufferPointer(start: data, count: size))
        do {
            try Chosen.target?.run(input)
        } catch {
            print(error)
            fflush(nil)
            // What libFuzzer takes for a finding.
            abort()
        }
        return 0
    }
)
