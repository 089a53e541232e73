using System.Text;
using System.Text.Json;
using Google.Protobuf;
using SovereignFleet.Agent.Cli.Configuration;
using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.Cli;

/// <summary>Prints what a parser makes of a captured file, one JSON object a line: for looking into what a Host said.</summary>
internal static class ReadCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> operands, CancellationToken cancellationToken)
    {
        if (operands is not [var kind, var file])
        {
            throw new SettingsException(["read wants a kind and a file: read kernel-log FILE"]);
        }

        var lines = await File.ReadAllLinesAsync(file, cancellationToken);
        var found = kind == "kernel-log" ? KernelLog(lines) : IpmiFiles.Read(kind, lines)?.Select(Json);
        foreach (var line in found ?? throw new SettingsException([$"{kind} cannot be read; there are kernel-log, {string.Join(", ", IpmiFiles.Kinds)}"]))
        {
            Console.WriteLine(line);
        }

        return 0;
    }

    /// <summary>The Events, and last how each line fared.</summary>
    private static IEnumerable<string> KernelLog(IReadOnlyList<string> lines)
    {
        var log = new KernelLogFile(TimeProvider.System.LocalTimeZone);
        var events = 0L;
        foreach (var happened in log.Read(lines))
        {
            events++;
            yield return Json(happened);
        }

        yield return Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("summary");
            json.WriteNumber("lines", log.Tally.Lines);
            json.WriteNumber("events", events);
            json.WriteNumber("understood", log.Tally[LineClass.Understood]);
            json.WriteNumber("not_understood", log.Tally[LineClass.NotUnderstood]);
            json.WriteNumber("continuation", log.Tally[LineClass.Continuation]);
            json.WriteNumber("ignored", log.Tally[LineClass.Ignored]);
            json.WriteNumber("empty", log.Tally.Empty);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static string Json(IMessage message) => Json(json => ProtoJson.Write(json, message));

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
