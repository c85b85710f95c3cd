// HTML: string literals are markup, all other text is escaped.

/// A fragment of HTML. Only literals become markup, because only the compiler creates a `StaticString`. Interpolated
/// text, as in `"<b>\(text: name)</b>"`, is escaped for elements and for quoted attributes.
struct HTML: ExpressibleByStringInterpolation, Equatable, Sendable {
    /// UTF-8.
    private(set) var bytes: [UInt8] = []

    init() {}

    init(stringLiteral markup: StaticString) { bytes = Array(markup.description.utf8) }

    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    var isEmpty: Bool { bytes.isEmpty }

    static func += (html: inout HTML, other: HTML) { html.bytes += other.bytes }

    mutating func append(escaped scalar: Unicode.Scalar) { bytes.append(escaped: scalar) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ markup: StaticString) { bytes += markup.description.utf8 }

        mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }

        mutating func appendInterpolation(_ number: Int) { bytes += String(number).utf8 }

        mutating func appendInterpolation(text: String) {
            for scalar in text.unicodeScalars { bytes.append(escaped: scalar) }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(escaped scalar: Unicode.Scalar) {
        switch scalar {
        case "&": self += "&amp;".utf8
        case "<": self += "&lt;".utf8
        case ">": self += "&gt;".utf8
        case "\"": self += "&quot;".utf8
        case "'": self += "&#39;".utf8
        case _ where scalar.isForbiddenInHTML: self += "\u{FFFD}".utf8
        case _ where scalar.isASCII: append(UInt8(truncatingIfNeeded: scalar.value))
        default: self += scalar.utf8
        }
    }
}

extension Unicode.Scalar {
    /// Controls other than white space, and noncharacters (html.spec.whatwg.org/multipage/parsing.html, "preprocessing
    /// the input stream").
    fileprivate var isForbiddenInHTML: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0x20...0x7E: false
        case ..<0x20, 0x7F...0x9F, 0xFDD0...0xFDEF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}

extension Sequence<HTML> {
    func joined(separator: HTML = "") -> HTML {
        var result = HTML()
        for (index, part) in enumerated() {
            if index > 0 { result += separator }
            result += part
        }
        return result
    }
}
