using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class RepairLadder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "next",
                table: "work_steps",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "work_steps",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "repair_unit",
                table: "pools",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "repairs",
                table: "pools",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string[]>(
                name: "obeys",
                table: "hosts",
                type: "text[]",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "next",
                table: "work_steps");

            migrationBuilder.DropColumn(
                name: "why",
                table: "work_steps");

            migrationBuilder.DropColumn(
                name: "repair_unit",
                table: "pools");

            migrationBuilder.DropColumn(
                name: "repairs",
                table: "pools");

            migrationBuilder.DropColumn(
                name: "obeys",
                table: "hosts");
        }
    }
}
