// The status and the fields of a response, as curl writes them.

import TestSupport
import Testing

@testable import ChatCompletions

@Suite struct HeadTests {
    @Test(
        arguments: [
            ("HTTP/1.1 200 OK\r\nA: b\r\n\r\n", 200), ("HTTP/2 429 \r\n\r\n", 429),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\n", 201),
            ("HTTP/1.1 200 OK\r\nHTTP/1.1 500 x: y\r\n\r\n", 200), ("HTTP/1.1 103 Early Hints\r\n\r\n", nil), ("", nil),
            ("200 OK\r\n", nil),
        ] as [(Sample, Int?)]) func `the status is that of the final response`(_ sample: Sample, _ status: Int?)
    {
        #expect(HTTPHead(Array(sample.text.utf8))?.status == status)
    }

    @Test func `a field is found by its name in any case, without the white space around it`() throws {
        let head = try #require(HTTPHead(Array("HTTP/1.1 429\r\nretry-AFTER: \t 7 \r\nX: a:b\r\n\r\n".utf8)))
        #expect(head.field("Retry-After") == "7" && head.field("x") == "a:b" && head.field("y") == nil)
    }
}
