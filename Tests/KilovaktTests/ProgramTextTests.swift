import Testing

@testable import Daemon

@Suite("The program's code in memory")
struct ProgramTextTests {
    @Test("Only code of the program itself is given back, nothing that was ever written")
    func ranges() {
        let maps = """
            55d0c0a00000-55d0c0a10000 r--p 00000000 fe:00 131 /usr/bin/kilovakt
            55d0c0a10000-55d0c0c00000 r-xp 00010000 fe:00 131                        /usr/bin/kilovakt
            55d0c0c00000-55d0c0d00000 rw-p 00200000 fe:00 131 /usr/bin/kilovakt
            7f0000000000-7f0000100000 r-xp 00000000 fe:00 777 /usr/lib/libc.so.6
            7f0000200000-7f0000201000 r-xp 00000000 00:00 0 [vdso]
            7f0000300000-7f0000301000 rw-p 00000000 00:00 0
            nonsense
            """
        #expect(
            ProgramText.ranges(in: maps, of: "/usr/bin/kilovakt") == [0x55d0_c0a1_0000..<0x55d0_c0c0_0000]
        )
        #expect(ProgramText.ranges(in: maps, of: "/usr/bin/other").isEmpty)
    }

    @Test("The program goes on without it")
    func release() {
        #expect(ProgramText.release() > 0)
        #expect((1...1_000).reduce(0, +) == 500_500)
    }
}
