// Compares answers with those that a script expects.

internal import JSON

extension Script {
    /// An error or a difference at a line of a script, for people.
    public struct Remark: Error, Equatable, Sendable {
        /// The number of the line, from 1.
        public let lineNumber: Int
        public let sentence: String
    }

    /// The errors in the script that prevent it from being played.
    public var syntaxErrors: [Remark] {
        let broken = steps.flatMap(\.answers).compactMap { answer -> Remark? in
            do throws(Remark) {
                _ = try answer.value()
                return nil
            } catch {
                return error
            }
        }
        return answersBeforeRequests.map {
            Remark(lineNumber: $0, sentence: "an answer precedes the first request")
        } + broken
    }
}

extension Script.Step {
    /// Every difference between `actual` and the answers to this step, which are compared as JSON values.
    public func differences(from actual: [String]) -> [Script.Remark] {
        (0..<max(answers.count, actual.count)).flatMap { index -> [Script.Remark] in
            switch (index < answers.count ? answers[index] : nil, index < actual.count ? actual[index] : nil) {
            case (let expected?, let actual?):
                do throws(Script.Remark) {
                    return try expected.value().differences(from: try Self.value(actual, expected.lineNumber)).map {
                        Script.Remark($0, in: expected)
                    }
                } catch {
                    return [error]
                }
            case (let expected, let actual):
                let words = Excerpt.pair(expected?.text ?? "no answer", actual ?? "no answer")
                return [
                    .init(
                        lineNumber: expected?.lineNumber ?? lineNumber,
                        sentence: "expected \(words.expected), got \(words.actual)")
                ]
            }
        }
    }

    private static func value(_ answer: String, _ lineNumber: Int) throws(Script.Remark) -> JSONSlice {
        do throws(JSONSyntaxError) {
            return try JSONText(answer, outlineDepth: JSONText.maximumDepth).root
        } catch {
            throw .init(lineNumber: lineNumber, sentence: "the answer is not JSON: \(error.reason.rawValue)")
        }
    }
}

extension Script.Remark {
    fileprivate init(_ difference: JSONDifference, in answer: Passage) {
        let words = Excerpt.pair(difference.expected?.oneLine ?? "nothing", difference.actual?.oneLine ?? "nothing")
        let place = difference.path.isEmpty ? "" : difference.path + ": "
        lineNumber = answer.lineNumber(at: difference.place.bytes.startIndex)
        sentence = "\(place)expected \(words.expected), got \(words.actual)"
    }
}

extension Passage {
    /// The expected answer as a JSON value.
    /// - Throws: the first syntax error, with its line.
    fileprivate func value() throws(Script.Remark) -> JSONSlice {
        do throws(JSONSyntaxError) {
            return try JSONText(text, outlineDepth: JSONText.maximumDepth).root
        } catch {
            throw .init(
                lineNumber: lineNumber(at: error.offset),
                sentence: "the expected answer is not JSON: \(error.reason.rawValue)")
        }
    }
}

extension JSONSlice {
    fileprivate var oneLine: String { String(decoding: lineSafeBytes, as: UTF8.self) }
}

/// Excerpts of two long texts that show where they begin to differ.
private enum Excerpt {
    /// The maximum length of an excerpt, in Unicode scalars.
    private static let length = 160

    /// The maximum length of the common text before the difference, in Unicode scalars.
    private static let before = 40

    static func pair(_ expected: String, _ actual: String) -> (expected: String, actual: String) {
        let (expected, actual) = (Array(expected.unicodeScalars), Array(actual.unicodeScalars))
        let common = zip(expected, actual).prefix { $0 == $1 }.count
        let isLong = max(expected.count, actual.count) > length
        let start = isLong ? max(0, common - before) : 0
        return (part(of: expected, from: start), part(of: actual, from: start))
    }

    private static func part(of text: [Unicode.Scalar], from start: Int) -> String {
        let end = min(start + length, text.count)
        let shown = String(String.UnicodeScalarView(text[start..<end]))
        return (start > 0 ? "…" : "") + shown + (end < text.count ? "…" : "")
    }
}
