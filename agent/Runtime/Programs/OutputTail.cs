using System.Text;

namespace SovereignFleet.Agent.Runtime.Programs;

/// <summary>The end of what a program says, bounded whatever it says.</summary>
internal sealed class OutputTail(int longest)
{
    private readonly StringBuilder text = new();

    public string Text => text.Length <= longest ? text.ToString() : text.ToString(text.Length - longest, longest);

    public async Task ReadAsync(StreamReader from, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length > longest * 2L)
            {
                text.Remove(0, text.Length - longest);
            }
        }
    }
}
