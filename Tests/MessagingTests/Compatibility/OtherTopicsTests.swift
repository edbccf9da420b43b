import Civil
import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@testable import Messaging

/// Topics beside our own, in the session and at the real broker.
@Suite(.timeLimit(.minutes(5))) struct OtherTopicsTests {
    private let rawTopic = "kilovakt/\(Example.meter.id)/raw"

    @Test("A frame goes out when the broker is there, and is nobody's loss to wait for") func frames() {
        var session = Session(base: "kilovakt", calendar: .oslo, discovery: nil)
        #expect(session.takeFrame([1, 2], from: Example.meter, at: Example.source).isEmpty)
        #expect(session.dropped == 1)
        #expect(session.open().count == 1)
        let messages = session.takeFrame([0x7E, 0x00], from: Example.meter, at: Example.source)
        #expect(
            messages.map(\.message) == [Message(topic: rawTopic, payload: [0x7E, 0x00], delivery: .live)]
        )
        let stranger = MeterIdentity(make: .kaifa, id: "", model: "", list: "")
        #expect(session.takeFrame([1], from: stranger, at: Example.source).isEmpty)
    }

    @Test("A frame that came from a topic of this name is not published there again") func loop() {
        var session = Session(base: "kilovakt", calendar: .oslo, discovery: nil)
        _ = session.open()
        let itself = MeterSource(source: "mqtt://broker:1883/\(rawTopic)")
        #expect(session.takeFrame([1], from: Example.meter, at: itself).isEmpty)
        let other = MeterSource(source: "mqtt://broker:1883/cabin/\(Example.meter.id)/raw")
        #expect(session.takeFrame([1], from: Example.meter, at: other).count == 1)
    }

    @Test("Frames are published only where that is turned on", arguments: [true, false])
    func option(isOn: Bool) async throws {
        let broker = try await MosquittoServer.started()
        let subscriber = try await MosquittoSubscriber(port: broker.port, topics: ["kilovakt/+/+"])
        var settings = try Example.settings(port: broker.port)
        settings.publishesRawFrames = isOn
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "connected")
            let frame = Array("~ a frame ~".utf8)
            running.publisher.send(frame: frame, from: Example.meter, at: Example.source)
            running.send(.live(Example.powerAlone))
            let messages = try await subscriber.next(isOn ? 3 : 2)
            #expect(messages.first?.topic == (isOn ? rawTopic : "kilovakt/\(Example.meter.id)/meter"))
            if isOn { #expect(messages[0].payload == "~ a frame ~" && messages[0].quality == 0) }
        }
    }

    @Test("amsreader's status follows ours; nothing else of it is kept") func status() async throws {
        let broker = try await MosquittoServer.started()
        let subscriber = try await MosquittoSubscriber(port: broker.port, topics: ["ams/#"])
        var settings = try Example.settings(port: broker.port)
        var compatibility = Compatibility(calendar: .oslo)
        compatibility.amsreaderBase = "ams"
        settings.compatibility = compatibility
        try await RunningPublisher.whileRunning(settings) { running in
            await running.line(with: "connected")
            running.send(.live(Example.live), .hour(Example.hour()))
            let messages = try await subscriber.next(5)
            #expect(messages.map(\.topic) == ["ams/status", "ams", "ams/power", "ams/realtime", "ams/state"])
            #expect(messages[0].payload == "online")
        }
        #expect(try await subscriber.next().payload == "offline")
        let late = try await MosquittoSubscriber(port: broker.port, topics: ["ams/#"])
        try await mosquittoPublish("end", on: "ams/end", port: broker.port)
        let kept = try await late.next(2)
        #expect(kept.map(\.topic) == ["ams/status", "ams/end"])
        #expect(kept[0].isRetained)
    }
}
