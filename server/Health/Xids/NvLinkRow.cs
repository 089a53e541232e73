namespace SovereignFleet.Server.Health.Xids;

/// <summary>One row of the catalogue's decoding of XIDs 144 to 150.</summary>
/// <param name="Unit">"NETIR_LINK_EVT/NETIR_LINK_DOWN": a line may name either, or both.</param>
/// <param name="Interrupt1">The first word's bits from 31 to 0, by the older of the catalogue's two layouts; a "-" may be either.</param>
/// <param name="Interrupt2">The same by the newer layout; no line says which it is of.</param>
/// <param name="Immediate">RESET_GPU, IGNORE or XID_154_EVAL.</param>
/// <param name="Severity">"Fatal", "Link Fatal", "Non-fatal"; "Non-fatal*" where packets of a peer are lost.</param>
internal sealed record NvLinkRow(
    int Xid, string Unit, string Interrupt1, string Interrupt2, uint ErrorStatus, string Immediate, string Investigatory, string Severity)
{
    public bool HasUnit(string unit) => unit == Unit || Unit.Split('/').Contains(unit, StringComparer.Ordinal);

    public bool HasInterrupt(uint info) => Fits(Interrupt1, info) || Fits(Interrupt2, info);

    private static bool Fits(string pattern, uint info)
    {
        for (var place = 0; place < pattern.Length; place++)
        {
            var isSet = (info >> (pattern.Length - 1 - place) & 1) == 1;
            if (pattern[place] != '-' && (pattern[place] == '1') != isSet)
            {
                return false;
            }
        }

        return true;
    }
}
