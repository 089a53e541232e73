namespace SovereignFleet.Dashboard.SignIn;

/// <summary>What the sign-in form posts.</summary>
public sealed class SignInForm
{
    public string Name { get; set; } = "";

    public string Password { get; set; } = "";
}
