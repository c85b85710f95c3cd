// The base URL of a server, checked, and whether what is sent to it can be read on the way.

internal import Glibc

/// A base URL to which `/chat/completions` is appended, such as `https://api.openai.com/v1` (RFC 3986).
///
/// Its scheme is http or https; it has a host, and no user information, query or fragment.
public struct ModelURL: Equatable, Sendable {
    /// As it was given, without slashes at its end.
    public let text: String

    /// Whether the scheme is http and the host is neither `localhost` nor a loopback address, so that the key and the
    /// prompts can be read on the way.
    public let isPlainToAnotherMachine: Bool

    /// Whether the host is `localhost` or a loopback address.
    let isOnThisMachine: Bool

    /// - Returns: nil if the text is not such a URL.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let scheme = Scheme.allCases.first(where: { bytes.lowercasePrefix($0.prefix.count) == $0.prefix })
        else { return nil }
        let rest = bytes[scheme.prefix.count...]
        let pathStart = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        guard let host = Host(authority: rest[..<pathStart]), Self.isPath(rest[pathStart...]) else { return nil }
        let slashes = bytes.reversed().prefix { $0 == UInt8(ascii: "/") }.count
        self.text = String(decoding: bytes.dropLast(slashes), as: UTF8.self)
        isOnThisMachine = host.isLoopback
        isPlainToAnotherMachine = scheme == .http && !host.isLoopback
    }

    private enum Scheme: CaseIterable {
        case http, https

        var prefix: [UInt8] {
            switch self {
            case .http: Array("http://".utf8)
            case .https: Array("https://".utf8)
            }
        }
    }

    /// Whether these are characters of a path, with complete percent escapes (RFC 3986 §3.3).
    private static func isPath(_ path: ArraySlice<UInt8>) -> Bool {
        let marks = Array("/-._~!$&'()*+,;=:@".utf8)
        var escaped = 0
        for byte in path {
            if escaped > 0 {
                guard byte.isHexadecimalDigit else { return false }
                escaped -= 1
            } else if byte == UInt8(ascii: "%") {
                escaped = 2
            } else if !byte.isLetterOrDigit && !marks.contains(byte) {
                return false
            }
        }
        return escaped == 0
    }
}

/// The host of an authority (RFC 3986 §3.2.2).
private struct Host {
    let isLoopback: Bool

    /// - Parameter authority: a name, an IPv4 address, or an IPv6 address in brackets; and a port.
    init?(authority: ArraySlice<UInt8>) {
        var host = authority
        if let end = host.lastIndex(of: UInt8(ascii: ":")), host.last != UInt8(ascii: "]") {
            guard let port = UInt16(String(decoding: host[(end + 1)...], as: UTF8.self)), port > 0,
                host[(end + 1)...].allSatisfy(\.isDigit)
            else { return nil }
            host = host[..<end]
        }
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            guard let address = Self.address(AF_INET6, host.dropFirst().dropLast(), byteCount: 16) else { return nil }
            isLoopback = address == Array(repeating: 0, count: 15) + [1]
        } else {
            let isName = host.allSatisfy { $0.isLetterOrDigit || "-._".utf8.contains($0) }
            guard isName, host.contains(where: \.isLetterOrDigit), host.first != UInt8(ascii: ".") else { return nil }
            let name = String(decoding: host, as: UTF8.self).lowercased()
            isLoopback = name == "localhost" || Self.address(AF_INET, host, byteCount: 4)?.first == 127
        }
    }

    /// The bytes of an address, in the order of the network; nil if it is none (inet_pton(3)).
    private static func address(_ family: Int32, _ text: ArraySlice<UInt8>, byteCount: Int) -> [UInt8]? {
        var address = [UInt8](repeating: 0, count: byteCount)
        // `byteCount` is the size of an address of this family.
        let result = unsafe inet_pton(family, String(decoding: text, as: UTF8.self), &address)
        return result == 1 ? address : nil
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    fileprivate var isLetterOrDigit: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
    fileprivate var isHexadecimalDigit: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self | 0x20 }
}

extension [UInt8] {
    /// The first bytes, with capital letters of ASCII as small ones.
    fileprivate func lowercasePrefix(_ count: Int) -> [UInt8] {
        prefix(count).map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    }
}
