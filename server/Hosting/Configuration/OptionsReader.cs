using Microsoft.Extensions.Options;

namespace SovereignFleet.Server.Hosting.Configuration;

/// <summary>Reads one section, and judges it. A value of the wrong kind (a port that is no number) is a fault like any other.</summary>
internal sealed class OptionsReader<TOptions>(IConfiguration section) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class, IServerOptions, new()
{
    private string? unreadable;

    public void Configure(TOptions options)
    {
        try
        {
            section.Bind(options);
            unreadable = null;
        }
        catch (InvalidOperationException error)
        {
            // It names the key: Failed to convert configuration value 'smtp' at 'Tickets:Email:Port' to type 'System.Int32'.
            unreadable = error.Message;
        }
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] faults = unreadable is null ? [.. options.Faults()] : [unreadable];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <returns>What is configured; the defaults where that is unfit: then the start is refused anyhow.</returns>
    public TOptions ReadFit()
    {
        var options = new TOptions();
        Configure(options);
        return Validate(null, options).Succeeded ? options : new TOptions();
    }
}
