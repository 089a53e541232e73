using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Map;

/// <summary>How one GPU, or one Host, is drawn: what the server judged, and never better than how lately it is heard allows.</summary>
/// <param name="IsCurrent">Its readings are from the last seconds; older ones are not shown as if they were now.</param>
public readonly record struct CellLook(Tone Tone, GlyphShape Shape, string Word, bool IsCurrent)
{
    public static CellLook Of(Host host, Gpu gpu, bool stale, DateTimeOffset now) =>
        gpu.Health == Health.Act && !stale && !IsSilent(host)
            ? new(Tone.Act, GlyphShape.Diamond, "firing", true)
            : Of(host, gpu.Health, stale, now);

    public static CellLook Of(Host host, bool stale, DateTimeOffset now) => Of(host, host.Health, stale, now);

    private static CellLook Of(Host host, Health health, bool stale, DateTimeOffset now) => host.ServiceState switch
    {
        // Nothing is known of now, not even that the work still goes on.
        _ when stale => new(Tone.Unknown, GlyphShape.Question, Silence(host.LastHeard, now), false),
        // Silence is expected of a Host that is open on a bench or switched off on purpose.
        ServiceState.InRepair => new(Tone.Drain, GlyphShape.Wrench, "in maintenance", !IsSilent(host)),
        ServiceState.Out => new(Tone.Out, GlyphShape.Stroke, "out of service", !IsSilent(host)),
        _ when IsSilent(host) => new(Tone.Unknown, GlyphShape.Question, Silence(host.LastHeard, now), false),
        ServiceState.Draining => new(Tone.Drain, GlyphShape.ArrowDown, "draining", true),
        _ => Of(health),
    };

    private static CellLook Of(Health health) => health switch
    {
        Health.Ok => new(Tone.Ok, GlyphShape.None, "healthy", true),
        Health.Watch => new(Tone.Watch, GlyphShape.Triangle, "watch", true),
        Health.Act => new(Tone.Act, GlyphShape.Diamond, "firing", true),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown", false),
    };

    // What is late is shown as what is silent: neither is now.
    private static bool IsSilent(Host host) => host.Liveness != Liveness.Live;

    private static string Silence(Timestamp? heard, DateTimeOffset now) =>
        heard is null ? "never heard" : $"unknown, last heard {Shown.Span(now - heard.ToDateTimeOffset())} ago";
}
