// A validator for the JSON Schema keywords that the documents use.

import Foundation
public import JSON

extension JSONSlice {
    public subscript(name: String) -> JSONSlice? { member(name) }

    /// The violations of `schema`, each with its JSON Pointer; empty if the value is valid. An unknown keyword is a
    /// violation.
    public func faults(by schema: JSONSlice, at path: String = "") -> [String] {
        schema.members.flatMap { keyword, rule -> [String] in
            let name = keyword.string ?? ""
            guard let isMet = isMet(name, rule, of: schema) else { return faultsInside(name, rule, schema, path) }
            return isMet ? [] : ["\(path): \(name)"]
        }
    }

    /// Whether a keyword about the value itself is satisfied; nil for keywords about its elements or members.
    private func isMet(_ keyword: String, _ rule: JSONSlice, of schema: JSONSlice) -> Bool? {
        let bound = rule.double ?? 0
        switch keyword {
        case "title", "description": return true
        case "type":
            let types = rule.kind == .array ? Array(rule.elements) : [rule]
            return types.contains { isOfType($0.string ?? "") }
        case "enum": return rule.elements.contains { isSameValue(as: $0) }
        case "minLength": return string.map { Double($0.unicodeScalars.count) >= bound } ?? true
        case "maxLength": return string.map { Double($0.unicodeScalars.count) <= bound } ?? true
        case "minimum": return double.map { $0 >= bound } ?? true
        case "maximum": return double.map { $0 <= bound } ?? true
        case "minItems": return kind != .array || Double(elements.count) >= bound
        case "maxItems": return kind != .array || Double(elements.count) <= bound
        case "pattern":
            // NSRegularExpression, because Swift's Regex refuses a class with the range U+2000 to U+200A.
            return string?.range(of: rule.string ?? "", options: .regularExpression) != nil || kind != .string
        case "format":
            if rule.isString("date") { return string?.contains(/^\d{4}-\d\d-\d\d$/) != false }
            return rule.isString("date-time")
                && string?.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/) != false
        case "anyOf": return rule.elements.contains { faults(by: $0).isEmpty }
        case "required": return rule.elements.allSatisfy { self[$0.string ?? ""] != nil }
        case "additionalProperties":
            let known = schema["properties"]?.members.map { $0.name.string } ?? []
            return rule.kind == .false && members.allSatisfy { known.contains($0.name.string) }
        default: return nil
        }
    }

    private func faultsInside(_ keyword: String, _ rule: JSONSlice, _ schema: JSONSlice, _ path: String) -> [String] {
        switch keyword {
        case "items":
            elements.enumerated().flatMap { $1.faults(by: rule, at: "\(path)/\($0)") }
        case "properties":
            rule.members.flatMap { name, inner in
                self[name.string ?? ""]?.faults(by: inner, at: "\(path)/\(name.string ?? "")") ?? []
            }
        default: ["\(path): unknown keyword \(keyword)"]
        }
    }

    private func isOfType(_ type: String) -> Bool {
        switch (type, kind) {
        case ("string", .string), ("number", .number), ("object", .object), ("array", .array), ("null", .null): true
        case ("integer", .number): integer != nil
        case ("boolean", .true), ("boolean", .false): true
        default: false
        }
    }
}
