// The stores on which the rules are tested. The tests of the rules name no store, so that they run on each.

public import Interviews
internal import SQLiteStore
internal import TestSupport

/// Storage that can be opened several times, and is deleted with this value.
public final class TestStorage {
    private let folder: TestFolder

    public init() throws { folder = try TestFolder() }

    /// Opens another store on the same interviews, as another process does.
    public func open(_ clock: ClockAndIDs = .system) throws -> any Store {
        try SQLiteStore(at: .file(path: folder.file("db")), clock: clock)
    }
}

/// An empty store, which is deleted when it is released.
public func emptyStore(_ clock: ClockAndIDs = .system) throws -> any Store {
    try SQLiteStore(at: .memory, clock: clock)
}
