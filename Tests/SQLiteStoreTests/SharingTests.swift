// Several stores on one file, as in several processes: locks, snapshots, and a full or busy database.

import CSystem
import Foundation
import Insight
import TestSupport
import Synchronization
import Interviews
import TestStores
import Testing

@testable import SQLiteStore

@Suite struct SharingTests {
    private let folder: TestFolder
    private let path: String

    init() throws {
        folder = try TestFolder()
        path = folder.file("db")
    }

    @Test func `each store reads what the others have committed`() throws {
        let first = try SQLiteStore(at: .file(path: path))
        let second = try SQLiteStore(at: .file(path: path))
        let id = try first.create().id
        try second.move(id, to: .active)
        try first.save(id)
        #expect(try second.list().interviews.map(\.status) == [.completed])
    }

    @Test func `opening waits for a process that creates the file`() async throws {
        let stores = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<8 {
                group.addTask { [path] in
                    let store = try SQLiteStore(at: .file(path: path))
                    defer { store.close() }
                    return try store.create("kp_\(index)").id
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(stores).count == 8)
    }

    @Test func `a filtered list has each interview once while another process adds and summarises`() async throws {
        let (adding, listing) = (try SQLiteStore(at: .file(path: path)), try SQLiteStore(at: .file(path: path)))
        let count = 20 * FilterSummary.size
        let stored = Mutex<[String]>([])
        let task = Task.detached {
            for _ in 0..<count {
                let id = try adding.create(technologies: ["Swift"]).id
                stored.withLock { $0.append(id) }
            }
        }
        let filter = InterviewFilter(statuses: [.pending], technology: "swift")
        var listed: [String] = []
        repeat {
            let known = stored.withLock { $0 }
            listed = try listing.list(filter).interviews.map(\.id)
            #expect(zip(listed, listed.dropFirst()).allSatisfy { $0 > $1 })
            #expect(Set(listed).isSuperset(of: known))
        } while listed.count < count
        try await task.value
    }

    @Test func `a snapshot does not see later commits of others`() throws {
        let (reading, writing) = (try SQLiteStore(at: .file(path: path)), try SQLiteStore(at: .file(path: path)))
        _ = try writing.create()
        let user = try #require(UserID("kp_alice"))
        let seen = try reading.together { transaction in
            var seen: [Int] = []
            do throws(Refusal) {
                for _ in 0..<2 {
                    try transaction.snapshot { () throws(Refusal) in
                        for _ in 0..<2 {
                            seen.append(try transaction.records(of: user).totals().interviews)
                            do { _ = try writing.create() } catch { throw .notFound }
                        }
                    }
                }
            } catch {}
            return seen
        }
        #expect(seen == [1, 1, 3, 3])
    }

    @Test func `a write waits for the lock, and only as long as it is held`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        let held = DispatchSemaphore(value: 0)
        let task = try currentTask()
        Thread.detachNewThread { [path] in
            guard let lock = try? WriterLock(beside: DatabaseFile(at: path)),
                lock.acquire(StopFlag(), until: .after(milliseconds: 0))
            else { return }
            held.signal()
            // If the store does not wait for the lock, it is still held when the test tries it below.
            guard (try? wait { isPausing(task) }) != nil else { return }
            lock.release()
        }
        held.wait()
        let other = try WriterLock(beside: DatabaseFile(at: path))
        #expect(!other.acquire(StopFlag(), until: .after(milliseconds: 0)))
        try inTime {
            do { _ = try store.create() } catch Refusal.failed(.busy) { return false }
            return true
        }
        #expect(other.acquire(StopFlag(), until: .after(milliseconds: 0)))
    }

    @Test func `after a lock timeout all writes of the transaction are refused, and reads succeed`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        let id = try store.create().id
        let user = try #require(UserID("kp_alice"))
        let other = try connection(to: path)
        try other.execute("BEGIN IMMEDIATE")
        let outcomes = try store.together { transaction -> [String] in
            let own = UserInterviews(of: user, in: transaction)
            func create() -> String {
                outcome { () throws(Refusal) in try own.create(technologies: [], context: "", duration: 1).id }
            }
            let first = create()
            let read = outcome { () throws(Refusal) in try own.get(id).interview.id }
            // The lock is free from here on, but the writes of the same transaction are refused.
            do { try other.execute("ROLLBACK") } catch { Issue.record(error) }
            return [first, read, create()]
        }
        #expect(outcomes == ["\(Refusal.failed(.busy))", id, "\(Refusal.failed(.busy))"])
        _ = try store.create()
    }

    @Test func `a change that does not fit is refused whole, and the store continues`() throws {
        let store = try SQLiteStore(at: .file(path: path), clock: .deterministic)
        let pages = try store.pragmas(["page_count"])[0]
        _ = try store.pragmas(["max_page_count = \(pages)"])
        #expect(throws: StoreFailure.full) { try store.create(context: String(repeating: "x", count: 50_000)) }
        #expect(try store.list().interviews.isEmpty)
        #expect(try store.stats().total == 0)
        _ = try store.pragmas(["max_page_count = 100000"])
        let interview = try store.create()
        #expect(interview.id == "00000000-0000-7000-8000-000000000001")
        #expect(interview.startedAt.description == "2026-01-01T00:00:00.000Z")
    }

    private func outcome(_ body: () throws(Refusal) -> String) -> String {
        do throws(Refusal) { return try body() } catch { return "\(error)" }
    }

    @Test func `who has released the writer lock waits behind who waits for it`() throws {
        let folder = try TestFolder()
        let path = folder.file("db")
        _ = try SQLiteStore(at: .file(path: path))
        let (one, other) = (
            try WriterLock(beside: DatabaseFile(at: path)), try WriterLock(beside: DatabaseFile(at: path))
        )
        let third = try WriterLock(beside: DatabaseFile(at: path))
        for _ in 0..<20 {
            #expect(one.acquire(StopFlag(), until: .after(milliseconds: 0)))
            // As one that waits: it has the turn, and not the lock.
            #expect(set_byte_lock(other.descriptor, 1) != 0)
            one.release()
            #expect(!one.acquire(StopFlag(), until: .after(milliseconds: 20)))
            #expect(other.acquire(StopFlag(), until: .after(milliseconds: 1_000)))
            #expect(!third.acquire(StopFlag(), until: .after(milliseconds: 5)))
            other.release()
        }
    }

    @Test func `a process that was stopped while it waits keeps others from writing for a moment only`() throws {
        let folder = try TestFolder()
        let path = folder.file("db")
        _ = try SQLiteStore(at: .file(path: path))
        let (stopped, other) = (
            try WriterLock(beside: DatabaseFile(at: path)), try WriterLock(beside: DatabaseFile(at: path))
        )
        #expect(set_byte_lock(stopped.descriptor, 1) != 0)
        #expect(other.acquire(StopFlag(), until: .after(milliseconds: 5_000)))
        other.release()
    }
}
