import Foundation

/// Publishes bytes with `mosquitto_pub`, and returns when the broker has them.
public func mosquittoPublish(
    _ bytes: [UInt8],
    on topic: String,
    port: Int,
    isRetained: Bool = false
) async throws {
    let file = try Checkout.temporaryFolder().file("payload", bytes)
    try await publish(["-f", file] + (isRetained ? ["-r"] : []), on: topic, port: port)
}

/// Publishes a text with `mosquitto_pub`, and returns when the broker has it.
public func mosquittoPublish(_ payload: String, on topic: String, port: Int) async throws {
    try await publish(["-m", payload], on: topic, port: port)
}

private func publish(_ payload: [String], on topic: String, port: Int) async throws {
    let result = try await RunningProgram.run(
        URL(filePath: "/usr/bin/mosquitto_pub"),
        ["-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", topic] + payload
    )
    guard result.code == 0 else {
        throw MosquittoFailure(description: "mosquitto_pub: \(result.lines.joined(separator: "; "))")
    }
}
