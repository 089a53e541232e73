using System.Globalization;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>What a line said after the XID's number, as far as a judgement needs it.</summary>
/// <param name="Unit">NVLink 5: "NETIR_LINK_EVT"; empty: not told.</param>
/// <param name="Severity">NVLink: the line's own word; empty: not told.</param>
/// <param name="Link">-1: no one link; empty: not told.</param>
/// <param name="InterruptInfo">Null: not told.</param>
/// <param name="ErrorStatus">Null: not told.</param>
/// <param name="Registers">NVLink before 5: the seven words in the brackets.</param>
/// <param name="FollowsXid">The XID in whose train this one came; empty: none that is known.</param>
internal sealed record XidDetail(
    string Unit, string Severity, string Link, uint? InterruptInfo, uint? ErrorStatus, IReadOnlyList<uint> Registers, string FollowsXid)
{
    /// <summary>Nothing but the number.</summary>
    public static readonly XidDetail None = new("", "", "", null, null, [], "");

    public bool IsFatal => string.Equals(Severity, "Fatal", StringComparison.OrdinalIgnoreCase);

    public static XidDetail Read(IReadOnlyDictionary<string, string> detail) => new(
        Word(detail, "unit"), Word(detail, "severity"), Word(detail, "link"), Number(Word(detail, "interrupt_info")), Number(Word(detail, "error_status")),
        [.. Word(detail, "registers").Split(' ').Select(Number).OfType<uint>()], Word(detail, "follows_xid"));

    private static string Word(IReadOnlyDictionary<string, string> detail, string key) => detail.GetValueOrDefault(key, "");

    // 0x021425c6
    private static uint? Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
