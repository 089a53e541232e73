using System.Text;
using System.Text.Json;
using Google.Protobuf;
using SovereignFleet.Agent.KernelLog;

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
        var found = kind == "kernel-log"
            ? KernelLogFile.Read(lines).Select<IMessage, Action<Utf8JsonWriter>>(message => json => ProtoJson.Write(json, message))
            : IpmiFiles.Read(kind, lines);
        foreach (var line in (found ?? throw new SettingsException([$"{kind} cannot be read; there are kernel-log, {string.Join(", ", IpmiFiles.Kinds)}"])).Select(Json))
        {
            Console.WriteLine(line);
        }

        return 0;
    }

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
