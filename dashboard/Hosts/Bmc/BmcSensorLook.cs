using SovereignFleet.Dashboard.Look;

namespace SovereignFleet.Dashboard.Hosts.Bmc;

/// <summary>How the status of a BMC sensor is shown.</summary>
internal readonly record struct BmcSensorLook(Tone Tone, GlyphShape Shape, string Word)
{
    /// <summary>What needs attention stands above the rest.</summary>
    public int Order => Tone switch { Tone.Act => 0, Tone.Watch => 1, _ => 2 };

    // ipmitool's words: ok, nc (non-critical), cr (critical), nr (non-recoverable), ns (no reading).
    public static BmcSensorLook Of(string status) => status.ToLowerInvariant() switch
    {
        "ok" => new(Tone.Ok, GlyphShape.None, "ok"),
        "nc" or "lnc" or "unc" => new(Tone.Watch, GlyphShape.Triangle, "past its warning limit"),
        "cr" or "lcr" or "ucr" => new(Tone.Act, GlyphShape.Diamond, "past its critical limit"),
        "nr" or "lnr" or "unr" => new(Tone.Act, GlyphShape.Diamond, "beyond repair limit"),
        "ns" or "" => new(Tone.Unknown, GlyphShape.Question, "no reading"),
        var other => new(Tone.Unknown, GlyphShape.Question, other),
    };
}
