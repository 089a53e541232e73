using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using SovereignFleet.Agent.Exposition.Hardware;
using SovereignFleet.Agent.Exposition.Observation;

namespace SovereignFleet.Agent.Exposition.Otlp;

/// <summary>Sends what the instruments read to an OpenTelemetry collector, from a thread of its own. A collector that is away costs its
/// readings: the control plane has them from the spool.</summary>
internal sealed class OtlpExport(OtlpOptions options, ExpositionFacts facts, HardwareMeter hardware, ILogger<OtlpExport> logger) : IHostedService
{
    private MeterProvider? provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Hardware metrics carry no identity of their Host: that is the resource's.
        var host = new Dictionary<string, object>
        {
            ["service.name"] = "sovereignfleet-agent",
            ["service.version"] = facts.AgentVersion,
            ["host.id"] = facts.MachineId,
            ["host.name"] = facts.HostName,
        };
        var timeOut = (int)options.TimeOut.TotalMilliseconds;
        var exporter = new OtlpExporterOptions
        {
            Endpoint = options.Endpoint!,
            Protocol = options.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            TimeoutMilliseconds = timeOut,
        };
        provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddAttributes(host))
            .AddMeter(hardware.Name)
            .AddReader(new PeriodicExportingMetricReader(
                new CollectorExporter(exporter, new CollectorState(options.Endpoint!, logger)), (int)options.Period.TotalMilliseconds, timeOut))
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        provider?.Dispose();
        return Task.CompletedTask;
    }
}
