import Civil
import Simulator
import Testing

@Suite("A load file")
struct MinuteLoadTests {
    private func load(_ text: String) throws(LoadError) -> MinuteLoad {
        try MinuteLoad(csv: Array(text.utf8))
    }

    @Test("Each minute has its value, and there is nothing before and after")
    func values() throws {
        let load = try load("unix_time,watts\n120,500\n180,700\r\n240,900\n")
        #expect(
            [119, 120, 179, 180, 240, 299, 300].map { load.watts(at: $0) } == [0, 500, 500, 700, 900, 900, 0]
        )
        #expect(load.start.unixSeconds == 120)
        #expect(load.end.unixSeconds == 300)
    }

    @Test("A missing minute keeps the value before it")
    func gap() throws {
        let load = try load("120,500\n300,900")
        #expect([120, 180, 240, 300].map { load.watts(at: $0) } == [500, 500, 500, 900])
    }

    @Test(
        "What is wrong is said with its line",
        arguments: [
            ("unix_time,watts\n", 1, "no values"),
            ("120,500\n120,600\n", 2, "does not rise"),
            ("120,500\n180,abc\n", 2, "whole watts"),
            ("120,500\n180\n", 2, "whole watts"),
            ("120,500\n180,-4\n", 2, "whole watts"),
            ("120,500\n999999999,5\n", 2, "missing"),
            ("120,99999999999999999999\n", 1, "whole watts"),
        ]
    )
    func errors(text: String, line: Int, reason: String) {
        let error = #expect(throws: LoadError.self) { try load(text) }
        #expect(error?.line == line)
        #expect(error?.reason.contains(reason) == true)
    }
}
