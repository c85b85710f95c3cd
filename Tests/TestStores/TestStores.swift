// The stores on which rules are tested. The tests of the rules name none of them, so that they hold for each.

public import Interviews
internal import SQLiteStore
internal import TestSupport

/// A place for interviews that can be opened several times, and lasts as long as this value.
public final class TestStorage {
    private let folder: TestFolder

    public init() throws { folder = try TestFolder() }

    /// Another store on the same interviews, as another process would have it.
    public func open(_ clock: ClockAndIDs = .system) throws -> any Store {
        try SQLiteStore(at: .file(path: folder.file("db")), clock: clock)
    }
}

/// A store without interviews, which lasts no longer than this value.
public func emptyStore(_ clock: ClockAndIDs = .system) throws -> any Store {
    try SQLiteStore(at: .memory, clock: clock)
}
