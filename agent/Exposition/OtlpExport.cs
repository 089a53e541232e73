using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using SovereignFleet.Agent.Exposition.Hardware;

namespace SovereignFleet.Agent.Exposition;

/// <summary>Sends what the instruments read to an OpenTelemetry collector. A collector that is away costs its readings: the
/// control plane has them from the spool.</summary>
internal sealed class OtlpExport(OtlpOptions options, ExpositionFacts facts, HardwareMeter hardware) : IHostedService
{
    private const int TimeOutMilliseconds = 5000;

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
        provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddAttributes(host))
            .AddMeter(hardware.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = options.Endpoint!;
                exporter.Protocol = options.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.TimeoutMilliseconds = TimeOutMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Period.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = TimeOutMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        provider?.Dispose();
        return Task.CompletedTask;
    }
}
