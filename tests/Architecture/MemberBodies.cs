namespace SovereignFleet.Tests.Architecture;

/// <summary>Finds the bodies of members by the enforced formatting: braces alone on a line, at column 4.</summary>
internal static class MemberBodies
{
    private static readonly string[] NestedTypes = [" class ", " record ", " struct ", " interface ", " enum "];

    public static IEnumerable<MemberBody> Of(SourceFile file)
    {
        for (var line = 1; line < file.Lines.Count; line++)
        {
            var header = file.Lines[line - 1];
            if (file.Lines[line] != "    {" || NestedTypes.Any(header.Contains))
            {
                continue;
            }

            var end = line;
            while (end < file.Lines.Count && !file.Lines[end].StartsWith("    }", StringComparison.Ordinal))
            {
                end++;
            }

            yield return new MemberBody(header.Trim(), line, end - line - 1);
        }
    }
}

/// <param name="Header">The line before the opening brace.</param>
/// <param name="FirstLine">The header's line number, from 1.</param>
/// <param name="Lines">Between the braces.</param>
internal sealed record MemberBody(string Header, int FirstLine, int Lines);
