// The current row of a statement (sqlite.org/c3ref/column_blob.html).

internal import CSQLite
internal import CSystem
internal import Insight
internal import Interviews

/// The columns of a statement's current row.
///
/// The constraints of the schema admit no value out of bounds. One that is out of bounds all the same was damaged later:
/// it must neither be answered nor enter a calculation.
@safe struct Row: ~Copyable {
    fileprivate let handle: OpaquePointer

    init(handle: OpaquePointer) { unsafe self.handle = handle }

    func isNull(_ index: Int32) -> Bool { unsafe sqlite3_column_type(handle, index) == SQLITE_NULL }
    func integer(_ index: Int32) -> Int { Int(unsafe sqlite3_column_int64(handle, index)) }

    func integer(_ index: Int32, within range: ClosedRange<Int>) throws(StoreFailure) -> Int {
        let value = integer(index)
        guard range ~= value else { throw .damaged }
        return value
    }

    func real(_ index: Int32, within range: ClosedRange<Int>) throws(StoreFailure) -> Double? {
        guard !isNull(index) else { return nil }
        let value = unsafe sqlite3_column_double(handle, index)
        guard Double(range.lowerBound)...Double(range.upperBound) ~= value else { throw .damaged }
        return value
    }

    /// - Throws: if it is more than some hundred thousand years from now.
    func instant(_ index: Int32) throws(StoreFailure) -> Instant {
        Instant(milliseconds: try integer(index, within: -1 << 53...1 << 53))
    }

    func optionalInstant(_ index: Int32) throws(StoreFailure) -> Instant? {
        isNull(index) ? nil : try instant(index)
    }

    func text(_ index: Int32) -> String { unsafe withBytes(index) { unsafe String(decoding: $0, as: UTF8.self) } }

    func optionalInteger(_ index: Int32) -> Int? { isNull(index) ? nil : integer(index) }

    /// A checksum, which only rows of schema version 1 do not have. SQLite gives 0 for NULL.
    func checksum(_ index: Int32) -> Int? {
        let value = integer(index)
        return value == 0 && isNull(index) ? nil : value
    }

    /// Read by its first letter, in which all statuses differ.
    func status(_ index: Int32) throws(StoreFailure) -> InterviewStatus {
        switch withUTF8(index, { $0.isEmpty ? 0 : $0[0] }) {
        case UInt8(ascii: "p"): return .pending
        case UInt8(ascii: "a"): return .active
        case UInt8(ascii: "c"): return .completed
        case UInt8(ascii: "f"): return .failed
        default: throw .damaged
        }
    }

    func optionalText(_ index: Int32) -> String? { isNull(index) ? nil : text(index) }
    func withUTF8<Value>(_ index: Int32, _ body: (Span<UInt8>) -> Value) -> Value {
        unsafe withBytes(index) { body(unsafe $0.bindMemory(to: UInt8.self).span) }
    }

    /// The texts of four columns, one behind the other, and where they end; NULL counts as empty.
    func texts(
        _ first: Int32, _ second: Int32, _ third: Int32, _ fourth: Int32
    ) -> (bytes: [UInt8], ends: (Int, Int, Int, Int)) {
        let parts = unsafe (column(first), column(second), column(third), column(fourth))
        let firstEnd = unsafe parts.0.count
        let secondEnd = unsafe firstEnd + parts.1.count
        let thirdEnd = unsafe secondEnd + parts.2.count
        let count = unsafe thirdEnd + parts.3.count
        // Each part has its place in an array that is as long as all of them.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initializedCount in
            let target = UnsafeMutableRawBufferPointer(target)
            unsafe target[..<firstEnd].copyBytes(from: parts.0)
            unsafe target[firstEnd..<secondEnd].copyBytes(from: parts.1)
            unsafe target[secondEnd..<thirdEnd].copyBytes(from: parts.2)
            unsafe target[thirdEnd...].copyBytes(from: parts.3)
            initializedCount = count
        }
        return (bytes, (firstEnd, secondEnd, thirdEnd, count))
    }

    /// In bytes.
    func length(_ index: Int32) -> Int { Int(unsafe sqlite3_column_bytes(handle, index)) }

    func bytes(_ index: Int32) -> [UInt8] { unsafe withBytes(index) { unsafe Array($0) } }

    /// - Throws: if the column holds another checksum. Rows that an earlier version has written have none.
    func expect(_ checksum: Checksum, _ index: Int32) throws(StoreFailure) {
        guard let stored = self.checksum(index) else { return }
        guard stored == checksum.value else { throw .damaged }
    }

    func optionalBytes(_ index: Int32) -> [UInt8]? { isNull(index) ? nil : bytes(index) }

    /// The column's bytes, which SQLite keeps only until the next step.
    private func withBytes<Value>(_ index: Int32, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        unsafe body(column(index))
    }

    /// Likewise; NULL has none.
    private func column(_ index: Int32) -> UnsafeRawBufferPointer {
        let start = unsafe sqlite3_column_blob(handle, index)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    }
}
