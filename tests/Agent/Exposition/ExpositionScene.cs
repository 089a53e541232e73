using System.Text;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Exposition;
using SovereignFleet.Agent.Exposition.Gpus;
using SovereignFleet.Agent.Exposition.Http;
using SovereignFleet.Agent.Exposition.Ipmi;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Agent.Sensing.Frames;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>What an agent of one GPU Host has observed, and the parts of its page, without any socket.</summary>
internal sealed class ExpositionScene : IDisposable
{
    public const string Uuid = "GPU-1";

    private readonly TestFolder folder = new();
    private readonly MessageSpool spool;

    public ExpositionScene(string hostnameLabel = "Hostname")
    {
        var options = new SpoolOptions { Folder = folder.Path, LimitBytes = 1 << 24, ReserveBytes = 0 };
        spool = MessageSpool.Open(options);
        Facts = new ExpositionFacts("gpu-node-07", "machine-1", "1.2.3", TimeSpan.FromSeconds(10));
        Options = new MetricsOptions { HostnameLabel = hostnameLabel };
        Observed = new Observed(new SpoolWriter(spool, options, Time), new SensorPeriods(), Facts, Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ExpositionFacts Facts { get; }

    public MetricsOptions Options { get; }

    public Observed Observed { get; }

    public static GpuReading Reading() => new() { Uuid = Uuid, Index = 0, State = GpuReading.Types.State.Present };

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    public void KnowGpu() => Write(new Inventory
    {
        Host = new HostInfo { BiosVersion = "2.6.1" },
        Gpus = { new GpuInfo { Uuid = Uuid, Name = "NVIDIA H200", PciAddress = "00000000:1b:00.0", DriverVersion = "570.1" } },
        Bmc = new BmcInfo { FirmwareVersion = "1.66", Manufacturer = "Acme (674)" },
    });

    public void Write(GpuReading reading) => Write(new Frame { Gpus = { reading } });

    public void Write(Frame frame)
    {
        frame.At = Timestamp.FromDateTimeOffset(Time.GetUtcNow());
        _ = Observed.WriteAsync(frame, CancellationToken.None).AsTask();
    }

    public void Write(Inventory inventory) => _ = Observed.WriteAsync(inventory, CancellationToken.None).AsTask();

    public void Write(Event happened) => _ = Observed.WriteAsync(happened, CancellationToken.None).AsTask();

    /// <summary>Without what the agent tells of itself.</summary>
    public MetricsPage Page() => new(
        Observed, [new GpuPart(Observed, Facts, Options), new SwitchPart(Observed, Facts, Options), new IpmiPart(Observed), new InferencePart(Observed)], new IpmiTargets(Observed));

    public string GpuPage() => Page(new GpuPart(Observed, Facts, Options));

    public string SwitchPage() => Page(new SwitchPart(Observed, Facts, Options));

    public string BmcPage() => Page(new IpmiPart(Observed));

    /// <summary>Null where there is no such target.</summary>
    public string? TargetPage(string host)
    {
        var page = new PageWriter();
        return new IpmiTargets(Observed).Write(page, host) ? Encoding.UTF8.GetString(page.Page.Span) : null;
    }

    public string InferencePage() => Page(new InferencePart(Observed));

    private static string Page(IMetricsPart part)
    {
        var page = new PageWriter();
        part.Write(page);
        return Encoding.UTF8.GetString(page.Page.Span);
    }
}
