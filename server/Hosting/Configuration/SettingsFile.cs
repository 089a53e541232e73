using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace SovereignFleet.Server.Hosting.Configuration;

internal static class SettingsFile
{
    public const string Name = "settings.json";

    /// <summary>The server's own settings file, settings.json in its data folder. Whatever else is configured wins over it.</summary>
    /// <exception cref="OptionsValidationException">The file is no JSON.</exception>
    public static void AddSettingsFile(this IHostApplicationBuilder builder)
    {
        var folder = new OptionsReader<DataFolderOptions>(builder.Configuration).ReadFit().DataFolder;
        var source = new JsonConfigurationSource { Path = Path.Combine(Path.GetFullPath(folder), Name), Optional = true };
        source.ResolveFileProvider();
        try
        {
            builder.Configuration.Sources.Insert(0, source);
        }
        catch (InvalidDataException error)
        {
            throw new OptionsValidationException(Name, typeof(SettingsFile), [$"{Path.Combine(folder, Name)} cannot be read: {error.InnerException?.Message ?? error.Message}"]);
        }
    }
}
