// The kinds of errors that the Model Context Protocol defines.

internal import JSONRPC

extension FaultKind {
    static let unsupportedProtocolVersion = FaultKind(
        -32022, "unsupportedProtocolVersion", "The request names a revision that is not supported.")

    /// A resource that does not exist; its code depends on the era.
    static func resourceNotFound(_ era: Era) -> FaultKind {
        switch era {
        case .legacy: FaultKind(-32002, "resourceNotFound", "The resource does not exist.")
        case .modern: FaultKind(-32602, "resourceNotFound", "The resource does not exist.")
        }
    }
}
