// The notification about the progress of a request (2025-11-25, progress).

public import JSON

extension JSONWriter {
    /// Writes a line with a progress notification.
    /// - Parameters:
    ///   - token: as the request gave it.
    ///   - seconds: how long the request has been carried out; it must increase from one notification to the next.
    public mutating func progressNotification(_ token: JSONSlice, seconds: Double) {
        beginObject()
        member("jsonrpc", "2.0")
        member("method", "notifications/progress")
        object("params") { writer in
            writer.name("progressToken")
            writer.slice(token)
            writer.name("progress")
            writer.number(seconds)
        }
        endObject()
        endLine()
    }
}
