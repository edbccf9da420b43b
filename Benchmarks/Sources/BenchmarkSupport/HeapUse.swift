import CAllocationCount

/// How often a thread has asked for memory.
public enum HeapUse {
    /// Calls of malloc's family while `body` runs, those of this thread alone.
    ///
    /// - Throws: what `body` throws, and when this build does not count: a 0 must mean none.
    public static func count(_ body: () throws -> Void) throws -> Int {
        guard isCounting() else { throw BenchmarkError("allocations are not counted in this build") }
        let before = allocation_count()
        try body()
        return Int(allocation_count() - before)
    }

    /// Whether an allocation is seen.
    @inline(never)
    private static func isCounting() -> Bool {
        let before = allocation_count()
        let memory = UnsafeMutableRawPointer.allocate(byteCount: Int.random(in: 64...65), alignment: 8)
        memory.storeBytes(of: 1, as: UInt8.self)
        let taken = allocation_count() - before
        memory.deallocate()
        return allocation_count_is_on() && taken > 0
    }
}
