using SovereignFleet.Server.Journal.Sinks;

namespace SovereignFleet.Server.Journal.Proof;

/// <summary>Holds the database's checkpoints against each other and against their copies. Pure.</summary>
internal sealed class CheckpointCheck(IReadOnlyList<JournalCheckpoint> rows, IJournalSigner signer)
{
    private readonly List<JournalCheckpoint> signed = [.. rows];

    /// <summary>All that is signed by this fleet, wherever it lay: what the chain must say too.</summary>
    public ILookup<long, JournalCheckpoint> Signed => signed.ToLookup(checkpoint => checkpoint.Position);

    /// <returns>What is wrong; null: they are one chain from number 1.</returns>
    public string? OfDatabase()
    {
        var before = "";
        foreach (var (place, row) in rows.Index())
        {
            if (row.Number != place + 1)
            {
                return $"Checkpoint {place + 1} is missing from the database; the next is {row.Number}.";
            }

            if (!row.IsSignedBy(signer))
            {
                return $"Checkpoint {row.Number} in the database is not signed by this fleet.";
            }

            if (row.Previous != before)
            {
                return $"Checkpoint {row.Number} in the database does not follow from the one before.";
            }

            before = row.Digest;
        }

        return null;
    }

    /// <param name="due">Whatever was signed before then must be there.</param>
    public string? OfFolder(FolderSink folder, DateTimeOffset due)
    {
        foreach (var (file, checkpoint) in folder.Read())
        {
            if (OfCopy(checkpoint, $"The checkpoint {file}", file) is { } fault)
            {
                return fault;
            }
        }

        var count = rows.Count(row => row.At < due);
        return folder.Missing(count) is { Count: > 0 } missing ? $"Checkpoint {missing[0]} is missing from {folder.Folder}{(missing.Count > 1 ? $", and {missing.Count - 1} more" : "")}." : null;
    }

    /// <param name="lines">A sink's copy. Lines of others between ours are passed over.</param>
    /// <returns>What is wrong, and the last number that it has.</returns>
    public (string? Fault, long Last) OfSink(IEnumerable<string> lines)
    {
        var numbers = new SortedSet<long>();
        foreach (var (place, line) in lines.Index().Where(line => line.Item.Contains("\"Signature\"", StringComparison.Ordinal)))
        {
            var checkpoint = JournalCheckpoint.Parse(line);
            if (OfCopy(checkpoint, $"Line {place + 1} of the sink's copy", "the sink's copy") is { } fault)
            {
                return (fault, numbers.Max);
            }

            numbers.Add(checkpoint!.Number);
        }

        var last = numbers.Max;
        return numbers.Count == 0 ? ("The sink's copy has no checkpoint.", 0)
            : numbers.Count < last ? ($"The sink's copy lacks checkpoint {Enumerable.Range(1, (int)last).First(number => !numbers.Contains(number))}.", last)
            : (null, last);
    }

    private string? OfCopy(JournalCheckpoint? copy, string what, string where)
    {
        if (copy is null || !copy.IsSignedBy(signer))
        {
            return $"{what} is not signed by this fleet.";
        }

        signed.Add(copy);
        return copy.Number switch
        {
            0 => null,
            _ when copy.Number > rows.Count => $"The database has lost checkpoint {copy.Number}, which is in {where}: the last are missing.",
            _ when rows[(int)copy.Number - 1].Digest != copy.Digest => $"Checkpoint {copy.Number} in the database is another than in {where}.",
            _ => null,
        };
    }
}
