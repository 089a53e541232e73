using System.Globalization;
using System.Text.Json;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Journal;

/// <summary>The folder of signed checkpoints: one file an hour, never written twice.</summary>
internal sealed class JournalCheckpoints(DataFolder folder, IJournalSigner signer, TimeProvider time)
{
    private string Folder => folder.At("journal-checkpoints");

    /// <summary>Writes this hour's checkpoint unless it is there.</summary>
    public void Write(JournalHead head)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var path = Path.Combine(Folder, at.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture) + ".json");
        if (head.Position == 0 || !signer.CanSign || File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        var hash = Convert.ToHexStringLower(head.Hash);
        var signature = Convert.ToBase64String(signer.Sign(JournalCheckpoint.Message(head.Position, hash, at)));
        PrivateFile.Write(path, JsonSerializer.Serialize(new JournalCheckpoint(head.Position, hash, at, signature)));
    }

    /// <returns>All checkpoints in their order; a file that is no checkpoint of ours has none.</returns>
    public IEnumerable<(string File, JournalCheckpoint? Checkpoint)> Read()
    {
        if (!Directory.Exists(Folder))
        {
            yield break;
        }

        foreach (var path in Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal))
        {
            yield return (Path.GetFileName(path), Parse(File.ReadAllText(path)));
        }
    }

    private JournalCheckpoint? Parse(string text)
    {
        try
        {
            var checkpoint = JsonSerializer.Deserialize<JournalCheckpoint>(text);
            return checkpoint is not null
                && signer.Verify(JournalCheckpoint.Message(checkpoint.Position, checkpoint.Hash, checkpoint.At), Convert.FromBase64String(checkpoint.Signature))
                ? checkpoint
                : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
