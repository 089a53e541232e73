using System.Text.Json;
using Google.Protobuf.Collections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent.Cli.Configuration;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Sensing.Frames;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Cli;

/// <summary>Reads everything once and prints it: what would this Host tell? Needs no server.</summary>
internal static class OnceCommand
{
    /// <summary>A BMC takes seconds; a sensor that has not answered by then is told as timed out.</summary>
    private const int LongestWaitSeconds = 30;

    /// <summary>A share of a second needs two readings, and the first of all may take longer than a Frame waits for it.</summary>
    private const int LeastWaitSeconds = 2;

    public static async Task<int> RunAsync(GivenSettings settings, CancellationToken cancellationToken)
    {
        OptionsReader.ThrowIfSensorsAreWrong(settings);
        using var host = Build(settings.Values);
        var inventory = await host.Services.GetRequiredService<InventoryLoop>().ReadAsync(cancellationToken);
        var sensors = host.Services.GetServices<ISensor>().Select(sensor => sensor.Name).ToList();
        var frame = await ReadAsync(host.Services.GetRequiredService<SensorLoop>(), sensors, cancellationToken);
        await using var output = Console.OpenStandardOutput();
        await using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("frame");
            ProtoJson.Write(json, frame);
            json.WritePropertyName("inventory");
            ProtoJson.Write(json, inventory);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        return 0;
    }

    private static IHost Build(IConfigurationRoot settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddConfiguration(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DiscardSink>()
            .AddSingleton<IFrameSink>(provider => provider.GetRequiredService<DiscardSink>())
            .AddSingleton<IEventSink>(provider => provider.GetRequiredService<DiscardSink>());
        builder.AddHostSensors(OptionsReader.DataFolder(settings));
        builder.Services.AddSensing(new HostFacts(OptionsReader.HostName(settings), AgentOptions.Version, "/"));
        return builder.Build();
    }

    /// <summary>The quick sensors' newest reading, and the slow ones' when they have come.</summary>
    private static async Task<Frame> ReadAsync(SensorLoop loop, IReadOnlyCollection<string> sensors, CancellationToken cancellationToken)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var frame = await loop.ReadAsync(second, cancellationToken);
        for (var waited = 1; (waited <= LeastWaitSeconds || Unheard(frame, sensors).Any()) && waited <= LongestWaitSeconds; waited++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            var next = await loop.ReadAsync(second.AddSeconds(waited), cancellationToken);
            frame.Bmc = next.Bmc ?? frame.Bmc;
            frame.Gateway.Add(next.Gateway);
            Renew(frame.Gpus, next.Gpus);
            Renew(frame.Inference, next.Inference);
            frame.Sensors.Clear();
            frame.Sensors.Add(next.Sensors);
        }

        frame.Sensors.Add(Unheard(frame, sensors).Select(name => new SensorStatus
        {
            Name = name,
            Outcome = SensorStatus.Types.Outcome.TimedOut,
            Reason = $"no answer for {LongestWaitSeconds} s",
        }).ToList());
        return frame;
    }

    private static IEnumerable<string> Unheard(Frame frame, IEnumerable<string> sensors) => sensors.Except(frame.Sensors.Select(sensor => sensor.Name));

    private static void Renew<T>(RepeatedField<T> told, RepeatedField<T> next)
    {
        if (next.Count > 0)
        {
            told.Clear();
            told.Add(next);
        }
    }
}
