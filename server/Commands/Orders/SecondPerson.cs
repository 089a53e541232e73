using SovereignFleet.Server.Identity.People;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>Decides who may speak on a command that the guard refuses and one person wants all the same. Pure.</summary>
internal static class SecondPerson
{
    /// <summary>What was true when it was asked for is not for long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private const string Token = "token:";

    /// <summary>From now on it waits.</summary>
    public static void Ask(AgentCommand command, string guard, DateTimeOffset now) =>
        (command.State, command.Guard, command.ExpiresAt, command.AnswerBy) = (CommandState.Waiting, guard, now + Patience, null);

    /// <summary>Null: it does. Else why not.</summary>
    public static string? WhyNotWaiting(AgentCommand command, DateTimeOffset now) => command switch
    {
        { State: not CommandState.Waiting } => $"{command.Text} does not wait for a second person: it is {command.State}.",
        _ when command.ExpiresAt <= now => $"{command.Text} was not confirmed within {Patience.TotalMinutes:F0} minutes: order it anew.",
        _ => null,
    };

    /// <summary>Whether two names of the Journal may be one person's. A program's token is whoever holds it: all of them count as one, and as
    /// the person who made it.</summary>
    /// <param name="makers">Who made the tokens among the two.</param>
    public static bool IsOne(string first, string second, IReadOnlyCollection<string> makers) =>
        Same(first, second) || (IsToken(first) && IsToken(second)) || makers.Any(maker => Same(maker, first) || Same(maker, second));

    public static bool IsToken(string actor) => actor.StartsWith(Token, StringComparison.Ordinal);

    /// <summary>The name without "person:" or "token:".</summary>
    public static string NameOf(string actor) => actor[(actor.IndexOf(':', StringComparison.Ordinal) + 1)..];

    // Identity tells no two people apart by case.
    private static bool Same(string first, string second) => string.Equals(first, second, StringComparison.OrdinalIgnoreCase);
}
