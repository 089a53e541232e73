namespace SovereignFleet.Dashboard.ControlPlane.Calls;

/// <summary>Something that did not work, said in the three sentences that a person needs.</summary>
/// <param name="What">What failed.</param>
/// <param name="Meaning">What it means for the fleet, or for what is on the screen.</param>
/// <param name="ToDo">The one thing to do.</param>
/// <param name="SignInEnded">The session is over: the person goes back to sign in.</param>
/// <param name="IsRefusedInput">What was sent means nothing to the server.</param>
public sealed record Fault(string What, string Meaning, string ToDo, bool SignInEnded = false, bool IsRefusedInput = false);
