using System.Text.Json;
using Microsoft.Extensions.Options;
using SovereignFleet.Agent.KernelLog.Driver;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Gpu;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Tests.Server.Health.Xids;

/// <summary>From a line of the kernel's log to what the server makes of it: the agent's parser, then the rule.</summary>
internal static class TestedLines
{
    public const string Gpu = "GPU-1";
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);

    public static FatalXidRule Rule() => new(new XidPolicy(Options.Create(new XidOptions())));

    public static HostWindow Window(params StoredEvent[] events)
    {
        var window = new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1"));
        window.Add(events);
        return window;
    }

    /// <summary>Null: it is an Event, and no Condition comes of it.</summary>
    public static Finding? Judge(string line) => Rule().Judge(Window(Seen(line)), Now).SingleOrDefault()?.Finding;

    public static string Told(Finding? finding) => finding is null ? "" : $"{finding.Severity} {finding.Drain} {finding.Remedy.Kind}";

    public static StoredEvent Seen(string line, DateTimeOffset? at = null)
    {
        var happened = XidParser.Parse(new KernelLine(line, null, null)) ?? throw new InvalidOperationException("No XID: " + line);
        return Seen(happened.Kind, happened.Code, at, line, JsonSerializer.Serialize(happened.Detail));
    }

    public static StoredEvent Seen(string kind, int code, DateTimeOffset? at = null, string text = "line", string detail = "{}") => new()
    {
        HostId = Guid.Empty,
        SpoolId = "s",
        Sequence = 1,
        At = at ?? Now,
        ReceivedAt = Now,
        Kind = kind,
        Code = code,
        Count = 1,
        GpuUuid = Gpu,
        Source = "kernel-log",
        Text = text,
        Detail = detail,
    };
}
