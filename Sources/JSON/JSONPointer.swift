// JSON Pointers (RFC 6901), by which problems and differences name their places.

/// The syntax of JSON Pointers (RFC 6901).
public enum JSONPointer {
    /// The reference token of a member, escaped and with its leading `/` (RFC 6901 §3).
    public static func token(_ name: String) -> String {
        name.unicodeScalars.reduce(into: "/") { result, scalar in
            switch scalar {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
