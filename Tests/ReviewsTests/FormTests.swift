// The schema of the answer is as strict as structured outputs want it, and agrees with the outline and the reader.

import Foundation
import JSON
import Testing

@testable import Reviews

@Suite struct FormTests {
    private func objects(in value: Any) -> [[String: Any]] {
        if let list = value as? [Any] { return list.flatMap(objects) }
        guard let object = value as? [String: Any] else { return [] }
        return [object] + object.values.flatMap(objects)
    }

    private var schemas: [[String: Any]] {
        get throws { objects(in: try JSONSerialization.jsonObject(with: Data(ReviewForm.schema))) }
    }

    @Test func `every object of the schema is strict`() throws {
        // The answer, the categories and each of them, a question, a strength, an improvement, and the quotes of both.
        let objects = try schemas.filter { $0["type"] as? String == "object" }
        #expect(objects.count == 12)
        for object in objects {
            let names = (object["properties"] as? [String: Any])?.keys.sorted()
            #expect(object["additionalProperties"] as? Bool == false)
            #expect((object["required"] as? [String])?.sorted() == names && names?.isEmpty == false)
        }
    }

    @Test func `every array and every number of the schema is bounded`() throws {
        let arrays = try schemas.filter { $0["type"] as? String == "array" }
        #expect(arrays.compactMap { $0["maxItems"] as? Int }.sorted() == [5, 5, 50])
        let numbers = try schemas.filter { $0["type"] as? String == "integer" }
        #expect(numbers.count == 8 && numbers.allSatisfy { $0["minimum"] as? Int == 0 })
        #expect(numbers.compactMap { $0["maximum"] as? Int } == Array(repeating: 100, count: 5))
    }

    @Test func `a schema has only keywords that structured outputs know`() throws {
        let known: Set = [
            "type", "properties", "required", "additionalProperties", "items", "maxItems", "minimum", "maximum", "enum",
            "anyOf",
        ]
        for schema in try schemas where schema["type"] != nil && !(schema["type"] is [String: Any]) {
            #expect(known.isSuperset(of: schema.keys), "\(schema.keys.sorted())")
        }
        #expect(ReviewForm.name.wholeMatch(of: /[a-zA-Z0-9_-]{1,64}/) != nil)
    }

    @Test func `the outline has the members of the schema, in the same order`() throws {
        let outline = ReviewForm.outline.replacing(/<.*?>/, with: "0")
        func check(_ value: JSONSlice, _ schema: JSONSlice) {
            let schema = schema.member("anyOf")?.elements.first { _ in true } ?? schema
            switch value.kind {
            case .object:
                let properties = schema.member("properties")
                #expect(value.members.map { $0.name.string } == properties?.members.map { $0.name.string })
                for (name, value) in value.members {
                    if let inner = properties?.member(name.string ?? "") { check(value, inner) }
                }
            case .array:
                #expect(schema.member("type")?.string == "array")
                for (element, items) in zip(value.elements, [schema.member("items")].compactMap(\.self)) {
                    check(element, items)
                }
            case .string: #expect(schema.member("type")?.string == "string")
            case .number: #expect(schema.member("type")?.string == "integer")
            case .true, .false, .null: Issue.record("\(value.kind)")
            }
        }
        check(try JSONText(outline).root, try JSONText(ReviewForm.schema[...]).root)
    }

    @Test func `an answer of the outline is read`() throws {
        let answer = ReviewForm.outline.replacing(/<.*?>/, with: "0")
            .replacing("answered | partly | notAnswered", with: "partly")
        let review = try #require(try Fixture.material("I am Ann.").review(reading: answer))
        #expect(review.questions.map(\.verdict) == [.partly] && review.improvements.map(\.advice) == ["…"])
        #expect(review.unverifiedQuotes == 2 && review.score == 0)
    }
}
