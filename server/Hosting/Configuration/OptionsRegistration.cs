using Microsoft.Extensions.Options;

namespace SovereignFleet.Server.Hosting.Configuration;

internal static class OptionsRegistration
{
    /// <summary>Registers one section, as <typeparamref name="TOptions"/> and as its <see cref="IOptions{TOptions}"/>, judged at start.</summary>
    /// <param name="section">"Tickets:Email"; empty: the root.</param>
    /// <returns>The options, for what is needed before there is a container; the defaults where they are unfit.</returns>
    public static TOptions AddServerOptions<TOptions>(this IHostApplicationBuilder builder, string section)
        where TOptions : class, IServerOptions, new()
    {
        var reader = new OptionsReader<TOptions>(section.Length == 0 ? builder.Configuration : builder.Configuration.GetSection(section));
        builder.Services.AddOptions<TOptions>().ValidateOnStart();
        builder.Services
            .AddSingleton<IConfigureOptions<TOptions>>(reader)
            .AddSingleton<IValidateOptions<TOptions>>(reader)
            .AddSingleton(services => services.GetRequiredService<IOptions<TOptions>>().Value);
        return reader.ReadFit();
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
