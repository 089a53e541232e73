namespace SovereignFleet.Server.Identity.People.Passwords;

/// <summary>Whether a password may be taken. Length in place of composition, and nothing that guessers try first (NIST SP 800-63B, 3.1.1.2).</summary>
internal static class PasswordFitness
{
    public const int Shortest = 12;
    private const int Longest = 256;
    private const int FewestCharacters = 5;

    /// <summary>So many characters must be left that are no common word, year or run of keys.</summary>
    private const int FewestOfTheirOwn = 5;

    /// <returns>Why not, as a sentence that says what to do; null: it is fit.</returns>
    public static string? WhyUnfit(string password, string name) => password switch
    {
        { Length: < Shortest } => $"A password has at least {Shortest} characters.",
        { Length: > Longest } => $"A password has at most {Longest} characters.",
        _ when password.Distinct().Count() < FewestCharacters => $"A password has at least {FewestCharacters} different characters.",
        _ when Period(password) < FewestCharacters + 3 => "The password repeats a few characters: choose another, such as four words of your own.",
        _ when name.Length > 0 && password.Replace(name, "", StringComparison.OrdinalIgnoreCase).Length is < Shortest and var left && left < password.Length =>
            $"The password is made of the name: without it, it must still have {Shortest} characters.",
        _ when OfTheirOwn(password.ToLowerInvariant()) < FewestOfTheirOwn =>
            "The password is made of common words, years or runs of keys, which is what guessers try first: choose another, such as four words of your own.",
        _ => null,
    };

    /// <summary>After how many characters it begins anew: 4 of "xkcdxkcdxkcd".</summary>
    private static int Period(string text)
    {
        for (var period = 1; period < text.Length; period++)
        {
            if (text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)))
            {
                return period;
            }
        }

        return text.Length;
    }

    /// <summary>The fewest characters that are left when all that is common is taken out.</summary>
    private static int OfTheirOwn(string text)
    {
        string[] spellings = [text, Plain(text, 'i'), Plain(text, 'l')];
        var left = new int[text.Length + 1];
        for (var end = 1; end <= text.Length; end++)
        {
            left[end] = left[end - 1] + 1;
            for (var start = Math.Max(0, end - CommonWords.Longest); start <= end - 3; start++)
            {
                if (left[start] < left[end] && IsCommon(spellings, start, end - start))
                {
                    left[end] = left[start];
                }
            }
        }

        return left[^1];
    }

    private static bool IsCommon(string[] spellings, int start, int length)
    {
        var piece = spellings[0].Substring(start, length);
        return IsYear(piece) || IsRun(piece) || piece.Distinct().Count() == 1
            || spellings.Any(spelling => CommonWords.All.Contains(spelling.Substring(start, length)));
    }

    private static bool IsYear(string piece) => piece is ['1', '9', _, _] or ['2', '0', _, _] && piece.All(char.IsAsciiDigit);

    private static bool IsRun(string piece) => CommonWords.Runs.Any(run =>
        run.Contains(piece, StringComparison.Ordinal) || run.Contains(new string([.. piece.Reverse()]), StringComparison.Ordinal));

    /// <summary>"p4$$w0rd" as it is meant.</summary>
    private static string Plain(string text, char one) => new([.. text.Select(letter => letter switch
    {
        '0' => 'o',
        '1' or '!' => one,
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' or '+' => 't',
        '8' => 'b',
        _ => letter,
    })]);
}
