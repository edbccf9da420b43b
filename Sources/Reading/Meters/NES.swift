/// Meters of Networked Energy Services, once Echelon: P1 telegrams.
enum NES {
    static var facts: MakeFacts { MakeFacts(letters: "NES ECH") }
}
