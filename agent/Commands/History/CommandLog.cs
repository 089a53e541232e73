using System.Text;
using SovereignFleet.Agent.Commands.Limits;

namespace SovereignFleet.Agent.Commands.History;

/// <summary>Which commands were begun and which are done, over restarts: a command that comes twice has the effect of once, and a
/// day's limit holds whatever happens to the agent. Safe for threads.</summary>
internal sealed class CommandLog
{
    private const int Remembered = 1000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly string path;
    private readonly List<CommandNote> notes = [];

    public CommandLog(CommandOptions options)
    {
        path = options.LogFile;
        if (File.Exists(path))
        {
            foreach (var line in File.ReadLines(path))
            {
                Take(line);
            }
        }
    }

    /// <summary>Those that were begun and are not done: of a run of the agent that ended while they were under way.</summary>
    public IReadOnlyList<CommandNote> Unfinished { get { lock (gate) { return notes.FindAll(note => !note.IsDone); } } }

    /// <summary>Null: never seen.</summary>
    public CommandNote? Find(string id)
    {
        lock (gate)
        {
            return notes.Find(note => note.Id == CommandNote.Word(id));
        }
    }

    /// <summary>How many were begun in the last day. One that a wrong clock dated into the future counts too.</summary>
    public int CountOfDay(string counter, DateTimeOffset now)
    {
        lock (gate)
        {
            return notes.Count(note => note.Counter == CommandNote.Word(counter) && note.At > now - Day);
        }
    }

    public void Begin(CommandNote note)
    {
        lock (gate)
        {
            Append(note.Line);
            Take(note.Line.TrimEnd('\n'));
            Shorten(note.At);
        }
    }

    /// <summary>On disk when this returns.</summary>
    public void Mark(string id, string step, DateTimeOffset at)
    {
        lock (gate)
        {
            Append(CommandNote.StepLine(id, step, at));
            Take(CommandNote.StepLine(id, step, at).TrimEnd('\n'));
        }
    }

    public void End(string id)
    {
        lock (gate)
        {
            if (notes.FindIndex(note => note.Id == CommandNote.Word(id) && !note.IsDone) is var place and >= 0)
            {
                Append(notes[place].DoneLine);
                notes[place] = notes[place] with { IsDone = true };
            }
        }
    }

    /// <summary>A torn last line is no line.</summary>
    private void Take(string line)
    {
        if (CommandNote.Parse(line) is { } begun)
        {
            notes.Add(begun);
        }
        else if (CommandNote.ParseStep(line) is { } step && notes.FindIndex(note => note.Id == step.Id) is var stepped and >= 0)
        {
            notes[stepped] = notes[stepped].With(step.Step, step.At);
        }
        else if (CommandNote.ParseDone(line) is { } id && notes.FindIndex(note => note.Id == id) is var place and >= 0)
        {
            notes[place] = notes[place] with { IsDone = true };
        }
    }

    private void Append(string line)
    {
        using var file = new FileStream(path, FileMode.Append);
        file.Write(Encoding.UTF8.GetBytes(line));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Many harmless commands must not push out what a limit counts: what has a limit stays for its day. And none is forgotten while
    /// it could be sent once more: until it has expired whatever two clocks say.</summary>
    private void Shorten(DateTimeOffset now)
    {
        if (notes.Count <= 2 * Remembered)
        {
            return;
        }

        var newest = notes.TakeLast(Remembered).ToHashSet();
        notes.RemoveAll(note => !newest.Contains(note) && note.At <= now - (CommandDefaults.Harmless.Contains(note.Name) ? 2 * CommandForm.Furthest : Day));
        File.WriteAllText(path + ".new", string.Concat(notes.Select(note => note.Lines)));
        File.Move(path + ".new", path, overwrite: true);
    }
}
