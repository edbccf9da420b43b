public import Meters

/// A meter that can be simulated; the raw value is its name on the command line and that of its folder in `captures/`.
public enum SimulatedModel: String, Sendable, Hashable, CaseIterable {
    case aidon
    case aidonSweden = "aidon-se"
    case kaifa
    case kaifaIT = "kaifa-it"
    case kaifaSweden = "kaifa-se"
    case kaifaSwedenCT = "kaifa-se-ct"
    case kaifaAustria = "kaifa-at"
    case kamstrup
    case kamstrupOnePhase = "kamstrup-1phase"
    case kamstrupSweden = "kamstrup-se"
    case kamstrupDenmark = "kamstrup-dk"
    case kamstrupSegmented = "kamstrup-segmented"
    case landisGyr = "landisgyr"
    case landisGyrE360 = "landisgyr-e360"
    case iskraemeco
    case sagemcomAustria = "sagemcom-at"
    case p1Kaifa = "p1-kaifa"
    case p1Kamstrup = "p1-kamstrup"
    case p1LandisGyr = "p1-landisgyr"
    case p1NES = "p1-nes"

    public var make: Make {
        switch self {
        case .aidon, .aidonSweden: .aidon
        case .kaifa, .kaifaIT, .kaifaSweden, .kaifaSwedenCT, .kaifaAustria, .p1Kaifa: .kaifa
        case .kamstrup, .kamstrupOnePhase, .kamstrupSweden, .kamstrupDenmark, .kamstrupSegmented,
            .p1Kamstrup:
            .kamstrup
        case .landisGyr, .landisGyrE360, .p1LandisGyr: .landisGyr
        case .iskraemeco: .iskraemeco
        case .sagemcomAustria: .sagemcom
        case .p1NES: .nes
        }
    }

    /// Whether its messages are enciphered, so that it needs a key.
    public var isEnciphered: Bool {
        switch self {
        case .kaifaAustria, .kamstrupDenmark, .sagemcomAustria: true
        default: false
        }
    }

    /// - Throws: `MissingCipherError` where the model enciphers and is not told how.
    func device(_ encipher: Encipher?) throws(MissingCipherError) -> any Device {
        guard let encipher else {
            if isEnciphered { throw MissingCipherError(model: self) }
            return plainDevice
        }
        return device(by: encipher)
    }

    /// - Parameter encipher: is not asked by a model whose messages are in the clear.
    func device(by encipher: @escaping Encipher) -> any Device {
        switch self {
        case .aidon: SimulatedAidon()
        case .aidonSweden: SimulatedAidonSweden()
        case .kaifa: SimulatedKaifa.norway
        case .kaifaIT: SimulatedKaifa.norwayIT
        case .kaifaSweden: SimulatedKaifa.sweden
        case .kaifaSwedenCT: SimulatedKaifa.swedenCT
        case .kaifaAustria: SimulatedKaifaAustria(encipher)
        case .kamstrup: SimulatedKamstrup.norway
        case .kamstrupOnePhase: SimulatedKamstrup.onePhase
        case .kamstrupSweden: SimulatedKamstrup.sweden
        case .kamstrupDenmark: SimulatedKamstrup.denmark(encipher)
        case .kamstrupSegmented: SimulatedKamstrup.segmented
        case .landisGyr: SimulatedLandisGyr()
        case .landisGyrE360: SimulatedE360()
        case .iskraemeco: SimulatedIskraemeco()
        case .sagemcomAustria: SimulatedSagemcom(encipher)
        case .p1Kaifa: SimulatedTelegrams.kaifa
        case .p1Kamstrup: SimulatedTelegrams.kamstrup
        case .p1LandisGyr: SimulatedTelegrams.landisGyr
        case .p1NES: SimulatedTelegrams.nes
        }
    }
}

/// A model that enciphers its messages, and no key to do it with.
public struct MissingCipherError: Error, Sendable, CustomStringConvertible {
    public var model: SimulatedModel

    public var description: String {
        "\(model.rawValue): its messages are enciphered and no key is given; name one with --key"
    }
}
