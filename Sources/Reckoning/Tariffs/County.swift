/// A county (*fylke*), which decides whether a household's grid tariff has VAT. Not the price area does: all of NO3's
/// customers pay it but those of Bindal, which is in Nordland.
public enum County: String, Sendable, Hashable, CaseIterable {
    case agder = "Agder"
    case akershus = "Akershus"
    case buskerud = "Buskerud"
    case finnmark = "Finnmark"
    case innlandet = "Innlandet"
    case møreOgRomsdal = "Møre og Romsdal"
    case nordland = "Nordland"
    case oslo = "Oslo"
    case rogaland = "Rogaland"
    case telemark = "Telemark"
    case troms = "Troms"
    case trøndelag = "Trøndelag"
    case vestfold = "Vestfold"
    case vestland = "Vestland"
    case østfold = "Østfold"

    // Names of before 2018, and of the counties that were one from 2020 to 2023: bills and heads still have them.
    case austAgder = "Aust-Agder"
    case hedmark = "Hedmark"
    case hordaland = "Hordaland"
    case nordTrøndelag = "Nord-Trøndelag"
    case oppland = "Oppland"
    case sognOgFjordane = "Sogn og Fjordane"
    case sørTrøndelag = "Sør-Trøndelag"
    case tromsOgFinnmark = "Troms og Finnmark"
    case vestAgder = "Vest-Agder"
    case vestfoldOgTelemark = "Vestfold og Telemark"
    case viken = "Viken"

    /// The fifteen of today, for an error's words.
    public static let present = allCases.prefix(15)

    /// - Parameter name: in large or small letters.
    public init?(name: String) {
        guard let county = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
        else {
            return nil
        }
        self = county
    }

    /// VAT on a household's grid tariff, in per cent: none in Nordland, Troms and Finnmark (merverdiavgiftsloven §6-6), 25
    /// elsewhere.
    public var gridVATPercent: Int {
        switch self {
        case .nordland, .troms, .finnmark, .tromsOgFinnmark: 0
        default: 25
        }
    }
}
