using Microsoft.Extensions.Options;

namespace SovereignFleet.Server.Hosting.Configuration;

internal static class OptionsRegistration
{
    /// <summary>Registers one section, as <typeparamref name="TOptions"/> and as its <see cref="IOptions{TOptions}"/>, judged at start.</summary>
    /// <param name="section">"Tickets:Email"; empty: the root.</param>
    /// <returns>The options, for what is needed before there is a container. Where they are unfit, the defaults: what is made of them on the way
    /// to <see cref="ThrowIfUnfit"/> must not fail first, and alone.</returns>
    public static TOptions AddServerOptions<TOptions>(this IHostApplicationBuilder builder, string section)
        where TOptions : class, IServerOptions, new()
    {
        var reader = new OptionsReader<TOptions>(section.Length == 0 ? builder.Configuration : builder.Configuration.GetSection(section));
        var fit = reader.ReadFit();
        builder.Services.AddOptions<TOptions>().ValidateOnStart();
        builder.Services
            .AddSingleton<IConfigureOptions<TOptions>>(reader)
            .AddSingleton<IValidateOptions<TOptions>>(reader)
            .AddSingleton(fit);
        return fit;
    }

    /// <summary>Judges all options before anything is made of them.</summary>
    /// <exception cref="OptionsValidationException">With every fault of every section.</exception>
    public static void ThrowIfUnfit(this IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (AggregateException error) when (error.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            throw new OptionsValidationException(
                Options.DefaultName, typeof(IServerOptions), error.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures));
        }
    }
}
