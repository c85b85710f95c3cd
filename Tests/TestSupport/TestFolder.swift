// A temporary folder for the files of one test.

import Foundation
internal import ToolSupport

/// A folder that is removed with this value.
public final class TestFolder {
    private let folder: TemporaryFolder

    public init() throws { folder = try TemporaryFolder("voice-interviews") }

    deinit { folder.remove() }

    public var path: String { folder.path }

    public func file(_ name: String) -> String { folder.file(name) }

    public var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
