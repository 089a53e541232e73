using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Queue;

/// <summary>Puts what a command made and what came of it into the spool: the files first, in parts.</summary>
internal sealed class CommandResults(SpoolWriter spool, TimeProvider time)
{
    private const int PartBytes = 256 * 1024;

    /// <summary>A result goes ahead of telemetry; no program's output may hold that up.</summary>
    private const int LongestText = 4000;

    public async Task SendAsync(string commandId, CommandOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var path in outcome.Files)
        {
            await SendAsync(commandId, path, cancellationToken);
            File.Delete(path);
        }

        var result = new CommandResult
        {
            CommandId = commandId,
            Outcome = outcome.Outcome,
            Text = Bounded(outcome.Text),
            At = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        };
        foreach (var (key, value) in outcome.Proof)
        {
            result.Proof[key] = Bounded(value);
        }

        await (outcome.Files.Count == 0 ? spool.WriteAsync(result, cancellationToken) : spool.WriteBehindFilesAsync(result, cancellationToken));
    }

    private static string Bounded(string text) => text.Length <= LongestText ? text : text[..LongestText] + "...";

    private async Task SendAsync(string commandId, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var hash = ByteString.CopyFrom(await SHA256.HashDataAsync(file, cancellationToken));
        file.Position = 0;
        var buffer = new byte[PartBytes];
        int read;
        for (var offset = 0L; (read = await file.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellationToken)) > 0; offset += read)
        {
            var part = new Chunk
            {
                CommandId = commandId,
                Name = Path.GetFileName(path),
                Offset = (ulong)offset,
                Data = ByteString.CopyFrom(buffer, 0, read),
                Size = (ulong)file.Length,
                Sha256 = hash,
            };
            await spool.WriteAsync(part, cancellationToken);
        }
    }
}
