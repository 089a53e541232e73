using SovereignFleet.Server.Identity.People.Accounts;

namespace SovereignFleet.Server.CommandLine;

/// <summary>For whoever is locked out of every account: lists the people, and gives one a password.</summary>
internal static class PersonCommand
{
    private const int Most = 1_000;

    public static async Task<int> ListAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        foreach (var person in await scope.ServiceProvider.GetRequiredService<PersonDirectory>().ListAsync(after: null, Most, cancellationToken))
        {
            Console.WriteLine($"{person.UserName}\t{person.Role}\t{person.SiteId ?? "every site"}{(person.Disabled ? "\tdisabled" : "")}");
        }

        return 0;
    }

    /// <summary>Prints the password, and nothing else. Exit code 2: there is no such person.</summary>
    public static async Task<int> ResetAsync(string name, IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PersonDirectory>();
        var (password, change) = await people.ResetPasswordAsync(name, "person:" + Environment.UserName + "@console", cancellationToken);
        if (change is not PersonChange.Done { Person: var person })
        {
            var why = change is PersonChange.Refused refused ? refused.Why : $"There is no person \"{name}\"; \"person list\" prints the names.";
            await Console.Error.WriteLineAsync(why);
            return 2;
        }

        if (person.Disabled)
        {
            await Console.Error.WriteLineAsync($"{person.UserName} is disabled, and cannot sign in before an administrator enables the account.");
        }

        Console.WriteLine(password);
        return 0;
    }
}
