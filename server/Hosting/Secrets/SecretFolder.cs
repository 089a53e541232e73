using System.Text.RegularExpressions;

namespace SovereignFleet.Server.Hosting.Secrets;

/// <summary>The secrets that the inventory may name: the files of one folder (Secrets:Folder), and no other file of this machine. A name has no
/// parts, and what is a link is followed only inside the folder.</summary>
internal sealed partial class SecretFolder(SecretsOptions options, ILogger<SecretFolder> logger)
{
    private const int Longest = 4096;

    /// <returns>Why the name cannot be one, or what it names cannot be read; null: it can.</returns>
    public string? WhyNot(string name) =>
        !Word().IsMatch(name) ? $"\"{name}\" must be the name of a secret: 1 to 64 small letters, digits and '-', as ticket-token."
        : Read(name) is null ? $"{CannotBeRead(name)}; put it into the server's Secrets:Folder."
        : null;

    /// <summary>For who asked; why, only the log says.</summary>
    public static string CannotBeRead(string name) => $"the secret \"{name}\" cannot be read";

    /// <returns>Null: it cannot be read; the log says why.</returns>
    public string? Read(string name)
    {
        var text = Read(name, out var fault);
        if (text is null)
        {
            Log.SecretNotRead(logger, name, fault);
        }

        return text;
    }

    private string? Read(string name, out string fault)
    {
        fault = "it is no name of a secret";
        if (!Word().IsMatch(name))
        {
            return null;
        }

        try
        {
            if (RealPath.Of(options.FolderPath) is not { } folder || RealPath.Of(Path.Combine(folder, name)) is not { } path)
            {
                fault = $"there is no file {Path.Combine(options.FolderPath, name)}";
                return null;
            }

            fault = $"it leads out of the folder, to {path}";
            return RealPath.IsBelow(folder, path) ? ReadLine(path, out fault) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = error.Message;
            return null;
        }
    }

    private static string? ReadLine(string path, out string fault)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[Longest + 1];
        var text = System.Text.Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        var line = text.Trim();
        fault = text.Length > Longest ? $"it is longer than {Longest} bytes" : "it must be one line of printable ASCII";
        return text.Length <= Longest && line.Length > 0 && line.All(character => character is >= ' ' and <= '~') ? line : null;
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")]
    private static partial Regex Word();

    private static partial class Log
    {
        [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The secret {Name} (Secrets:Folder) cannot be read: {Reason}")]
        public static partial void SecretNotRead(ILogger logger, string name, string reason);
    }
}
